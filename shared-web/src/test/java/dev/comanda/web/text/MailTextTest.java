package dev.comanda.web.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailTextTest {
    @ParameterizedTest
    @CsvSource({
        "https://x.y, https[:]//x[.]y",
        "See https://pay.example/now?a=1 today., See https[:]//pay[.]example/now?a=1 today.",
        "www.pay.example, www[.]pay[.]example",
        "pay.example, pay[.]example",
        "pay.xn--p1ai, pay[.]xn--p1ai",
        "pay．example, pay[.]example",
        "http://1.2.3.4/x, http[:]//1[.]2[.]3[.]4/x",
        "ana@client.example, ana[at]client[.]example",
        "mailto:ana@client.example, mailto:ana[at]client[.]example",
        "https://x.y/$1\\, https[:]//x[.]y/$1\\",
    })
    void addressesAndLinksAreReadableAndCannotBeClicked(String said, String shown) {
        assertThat(MailText.of(said)).isEqualTo(shown);
    }

    /** Each of these stayed clickable in a mail: a mark stood beside the dot, or the dot or at sign was of another form. */
    @ParameterizedTest
    @CsvSource({
        "example.рф, example[.]рф",
        "exämple.com, exämple[.]com",
        "exa\u0308.com, exa\u0308[.]com",
        "example.e\u0301xito, example[.]e\u0301xito",
        "उदाहरणी.com, उदाहरणी[.]com",
        "pay.भारत, pay[.]भारत",
        "pay.\u034Fexample, pay[.]\u034Fexample",
        "i❤.ws, i❤[.]ws",
        "pay\uFE0F.example, pay\uFE0F[.]example",
        "1.भारत, 1[.]भारत",
        "pay․example, pay[.]example",
        "pay﹒example, pay[.]example",
        "ana﹫client, ana[at]client",
        "مثال.إختبار, مثال[.]إختبار",
    })
    void anAddressInAnyScriptCannotBeClicked(String said, String shown) {
        assertThat(MailText.of(said)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Eventos S.A. de Quito",
                "250.00 USD",
                "19:30 h.",
                "15/02",
                "DJ & Luz, ¡sí!",
                "Café. Té.",
                "{name} $1 \\"
            })
    void ordinaryTextStaysAsItIs(String said) {
        assertThat(MailText.of(said)).isEqualTo(said);
    }

    @Test
    void lineBreaksControlsAndInvisibleCharactersAreRemoved() {
        assertThat(MailText.of(" DJ\r\n\nBcc: x\u2028y\u0000z\u202e pay\u200b.example "))
                .isEqualTo("DJ Bcc: x y z pay[.]example");
    }

    @Test
    void nothingSaidIsADash() {
        assertThat(MailText.of(null)).isEqualTo("-");
        assertThat(MailText.of(" \n\u200b ")).isEqualTo("-");
    }
}
