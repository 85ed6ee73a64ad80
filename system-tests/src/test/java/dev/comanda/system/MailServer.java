package dev.comanda.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** As much of a mail server (RFC 5321) as it takes to be sent mails, and to keep them. */
final class MailServer implements AutoCloseable {
    private final ServerSocket listening;
    private final List<Mail> mails = new CopyOnWriteArrayList<>();

    /** A mail as it came. */
    record Mail(String to, String messageId, String text) {}

    MailServer() {
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try {
                    Socket client = listening.accept();
                    Thread.ofVirtual().start(() -> serve(client));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    List<Mail> mails() {
        return List.copyOf(mails);
    }

    private void serve(Socket client) {
        try (client;
                BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
                PrintStream out = new PrintStream(client.getOutputStream(), true, UTF_8)) {
            out.print("220 here\r\n");
            String to = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("RCPT TO:")) {
                    to = line.substring("RCPT TO:".length()).replaceAll("[<>]", "");
                }
                if (line.equals("DATA")) {
                    out.print("354 go on\r\n");
                    mails.add(read(in, to));
                }
                out.print((line.equals("QUIT") ? "221 bye" : "250 fine") + "\r\n");
                out.flush();
            }
        } catch (IOException gone) {
            // Whoever was killed in the middle of a mail did not send it.
        }
    }

    private static Mail read(BufferedReader in, String to) throws IOException {
        StringBuilder text = new StringBuilder();
        String id = "";
        for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
            if (line == null) {
                throw new IOException("cut off");
            }
            if (line.regionMatches(true, 0, "Message-ID:", 0, 11)) {
                id = line.substring(11).strip();
            }
            text.append(line).append('\n');
        }
        return new Mail(to, id, text.toString());
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
