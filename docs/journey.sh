# The journey, as the commands a person would type. `./comanda demo` starts both services and sources this file: every
# command is printed, run and checked, and the first wrong answer ends the demo.
# Expects: $restaurant and $marketplace (base URLs), fail, start_marketplace, stop_service, await_ready, $marketplace_pid.

bold='' green='' red='' dim='' plain=''
if [ -t 1 ]; then
    bold=$'\033[1m' green=$'\033[32m' red=$'\033[31m' dim=$'\033[2m' plain=$'\033[0m'
fi
status='' answer='' chapters=0

chapter() { printf '\n%s%d. %s%s\n' "$bold" "$((chapters += 1))" "$*" "$plain"; }
right() { echo "  ${green}✓${plain} $*"; }
wrong() {
    echo "  ${red}✗ $*${plain}"
    local logs
    logs=$(mktemp -d "${TMPDIR:-/tmp}/comanda-logs.XXXXXX")
    cp "$data"/*.log "$logs"
    fail "the journey ended at step $chapters; the logs of both services are in $logs"
}

# Prints a command so that it can be pasted into a shell (no argument here holds a single quote).
show_command() {
    local word line="curl"
    for word in "$@"; do
        case "$word" in
            -H | -d) line="$line \\"$'\n'"      $word" ;;
            *[!A-Za-z0-9_./:=@-]*) line="$line '$word'" ;;
            *) line="$line $word" ;;
        esac
    done
    echo "  ${dim}\$${plain} $line"
}

# Prints JSON with one line for each field of the outermost object and each element of its lists.
show_json() {
    printf '%s\n' "$1" | awk '
        function newline() { printf "\n%*s", 4 + depth * 2, "" }
        { text = text $0 }
        END {
            printf "    "
            for (i = 1; i <= length(text); i++) {
                c = substr(text, i, 1)
                if (quoted) { printf "%s", c; if (c == "\\") printf "%s", substr(text, ++i, 1); else if (c == "\"") quoted = 0 }
                else if (c == "\"") { printf "%s", c; quoted = 1 }
                else if (c ~ /[[{]/ && substr(text, i + 1, 1) !~ /[]}]/) { depth++; printf "%s", c; if (depth <= 2) newline() }
                else if (c ~ /[]}]/ && substr(text, i - 1, 1) !~ /[[{]/) { depth--; if (depth < 2) newline(); printf "%s", c }
                else if (c == ",") { printf ","; if (depth <= 2) newline(); else printf " " }
                else if (c == ":") printf ": "
                else printf "%s", c
            }
            print ""
        }'
}

# fetch <curl argument>...: leaves the HTTP status in $status and the body in $answer.
fetch() {
    answer=$(curl -sS -m 20 -w '\n%{http_code}' "$@" 2>&1)
    status=${answer##*$'\n'}
    answer=${answer%$'\n'*}
}

# call <curl argument>...: prints the command, runs it, prints the answer.
call() {
    show_command "$@"
    fetch "$@"
    show_json "$answer"
}

# holds <text>...: whether $answer holds every text.
holds() {
    local text
    for text in "$@"; do
        case "$answer" in *"$text"*) ;; *) return 1 ;; esac
    done
}

# expect <status> <what it means> [text]...: $answer must have that status and hold every text.
expect() {
    local wanted=$1 meaning=$2
    shift 2
    [ "$status" = "$wanted" ] || wrong "$meaning: expected $wanted, got $status"
    holds "$@" || wrong "$meaning: expected to read $*"
    right "$meaning ($status)"
}

# await <what it means> <url> <text>...: asks until the answer holds every text, for a minute at most.
await() {
    local meaning=$1 url=$2 tries=1
    shift 2
    show_command "$url"
    until fetch "$url" && [ "$status" = 200 ] && holds "$@"; do
        [ $((tries += 1)) -le 600 ] || { show_json "$answer" && wrong "$meaning: not within a minute"; }
        sleep 0.1
    done
    show_json "$answer"
    right "$meaning (asked $tries times)"
}

# field <name>: the text of that field in $answer (its first occurrence), or nothing.
field() {
    local rest=${answer#*\"$1\":\"}
    [ "$rest" = "$answer" ] || echo "${rest%%\"*}"
}

json='Content-Type: application/json'

# ---------------------------------------------------------------------------------------------------------------------

chapter "The restaurant registers the marketplace, and learns the secret they will share"
call -X POST "$restaurant/partners/register/findyourwork" -H "$json" \
    -d "{\"webhook_url\":\"$marketplace/webhooks/partner/\",\"contact_email\":\"dev@findyourwork.example\"}"
secret=$(field shared_secret)
expect 201 "findyourwork is a partner of the restaurant" '"partner_id":"findyourwork"' '"status":"active"' "$secret"

chapter "The marketplace registers the restaurant, adopting that same secret"
call -X POST "$marketplace/partners/register/chuwue-grill" -H "$json" \
    -d "{\"webhook_url\":\"$restaurant/webhooks/partner/findyourwork\",\"contact_email\":\"dev@chuwue.example\",\"shared_secret\":\"$secret\"}"
expect 201 "chuwue-grill is a partner of the marketplace" '"partner_id":"chuwue-grill"' "$secret"

chapter "A corporate dinner is confirmed: the restaurant notifies the marketplace"
call -X POST "$restaurant/partners/findyourwork/notify-event" -H "$json" -d '{"reservation_id":"RES-2026-001","event_name":"Cena Corporativa TechCorp","date":"2026-02-15","time":"19:00","guests":50,"contact_name":"María García","contact_phone":"0991234567","services_requested":["dj","decoracion","fotografia"]}'
expect 202 "stored together with its event; the webhook is on its way" '"status":"queued"'
await "the marketplace knows the dinner" "$marketplace/events/RES-2026-001" 'Cena Corporativa TechCorp' '"time":"19:00'
call "$marketplace/events/RES-2026-001/services"
expect 200 "and offers what was asked for first" 'DJ Profesional'
dj=$(printf '%s' "$answer" | tr '{}' '\n\n' | sed -n '/"DJ Profesional"/s/.*"service_id":"\([^"]*\)".*/\1/p' | head -n 1)

chapter "The client books the DJ and pays: only then does the marketplace tell the restaurant"
call -X POST "$marketplace/events/RES-2026-001/bookings" -H "$json" -d "{\"service_id\":\"$dj\"}"
booking=$(field booking_id)
payment=$(field payment_id)
expect 201 "booked, because the mock provider pays at once" '"status":"booked"' '"price":250.00' '"state":"PAID"' "$booking"
call "$marketplace/payments/$payment"
expect 200 "the payment is the booking's own, at the catalogue's price" '"amount":"250.00"' "\"reference\":\"$booking\"" '"state":"PAID"'
await "the restaurant's itinerary shows the DJ" "$restaurant/reservations/RES-2026-001/itinerary" 'DJ Profesional' "$booking"

chapter "The provider is assigned, and the booking confirmed"
call -X POST "$marketplace/bookings/$booking/assign-provider" -H "$json" -d '{"name":"DJ Sounds Pro","phone":"0998765432"}'
expect 200 "assigned" 'DJ Sounds Pro'
call -X POST "$marketplace/bookings/$booking/confirm"
code=$(field confirmation_code)
expect 200 "confirmed" '"status":"confirmed"' "$code"
await "the itinerary shows provider and confirmation code" "$restaurant/reservations/RES-2026-001/itinerary" \
    'DJ Sounds Pro' "\"confirmation_code\":\"$code\"" '"status":"confirmed"'

chapter "The client pays the restaurant for the dinner: the marketplace hears of it"
pay_dinner() {
    call -X POST "$restaurant/payments" -H "$json" -H 'Idempotency-Key: dinner-of-TechCorp' \
        -d '{"amount":"1500.00","currency":"USD","reference":"RES-2026-001","customer":{"email":"maria@techcorp.example","name":"María García","locale":"es"}}'
}
pay_dinner
dinner=$(field payment_id)
expect 201 "paid" '"state":"PAID"' "$dinner"
pay_dinner
expect 201 "the same key again is the same payment, not a second one" "\"payment_id\":\"$dinner\""
await "the marketplace heard payment.success" "$marketplace/events/RES-2026-001" "\"payment_id\":\"$dinner\""

chapter "The dinner moves to 20:30: the booking moves with it"
call -X PATCH "$restaurant/reservations/RES-2026-001" -H "$json" -d '{"time":"20:30"}'
expect 200 "changed at the restaurant" '"time":"20:30'
await "the marketplace moved the DJ" "$marketplace/bookings/$booking" '"scheduled_time":"20:30'
await "and the itinerary says so" "$restaurant/reservations/RES-2026-001/itinerary" '"scheduled_time":"20:30'

chapter "A webhook that arrives twice counts once"
# What travels is canonical JSON (sorted keys, no spaces), signed twice: X-HMAC-Signature over the body, and
# Standard Webhooks over "id.timestamp.body" with the decoded secret as the key.
event_id=evt_deposit_$(date +%s)
timestamp=$(date +%s)
body="{\"data\":{\"amount\":125.5,\"currency\":\"USD\",\"payment_id\":\"pay_deposit\",\"reservation_id\":\"RES-2026-001\"},\"event_id\":\"$event_id\",\"event_type\":\"payment.success\",\"source\":\"chuwue-grill\",\"timestamp\":\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\",\"version\":\"1.0\"}"
hex_key=$(printf '%s' "${secret#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
hex=$(printf '%s' "$body" | openssl dgst -sha256 -hmac "$secret" | sed 's/^.* //')
v1=$(printf '%s' "$event_id.$timestamp.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$hex_key" -binary | openssl base64 -A)
echo "  Signed here with openssl: a payment.success of the restaurant."
deliver() {
    call -X POST "$marketplace/webhooks/partner/chuwue-grill" -H "$json" -H "X-HMAC-Signature: $hex" \
        -H "webhook-id: $event_id" -H "webhook-timestamp: $timestamp" -H "webhook-signature: v1,$v1" -d "$1"
}
received() { fetch "$marketplace/partners/chuwue-grill/status" && printf '%s' "$answer" | sed 's/.*"received":\([0-9]*\).*/\1/'; }
deliver "$body"
expect 200 "the first is accepted" '"status":"accepted"' "$event_id"
count=$(received)
deliver "$body"
expect 200 "the second is a duplicate" '"status":"duplicate"' "$event_id"
[ "$(received)" = "$count" ] || wrong "the duplicate was stored"
right "and was not stored: still $count webhooks received"

chapter "A forged webhook is refused"
deliver "$(printf '%s' "$body" | sed 's/125.5/1.5/')"
expect 401 "the amount was changed after signing: refused, without saying why" 'urn:comanda:problem:'
[ "$(received)" = "$count" ] || wrong "the forged webhook was stored"
right "and was not stored: still $count webhooks received"

chapter "The marketplace is down while the dinner changes: nothing is lost"
echo "  Stopping the marketplace"
stop_service marketplace-service "$marketplace_pid" || wrong "the marketplace did not stop cleanly"
marketplace_pid=''
call -X PATCH "$restaurant/reservations/RES-2026-001" -H "$json" -d '{"guests":64}'
expect 200 "changed at the restaurant" '"guests":64'
await "the event waits in the outbox" "$restaurant/partners/findyourwork/status" '"pending":1'
echo "  Starting it again"
start_marketplace
await_ready "the marketplace" "$marketplace" "$marketplace_pid" || wrong "the marketplace did not start again"
await "the marketplace has the change, and its bookings" "$marketplace/events/RES-2026-001" '"guests":64' "$booking"

chapter "The dinner is cancelled: so is the DJ, and the money for the DJ goes back"
call -X POST "$restaurant/reservations/RES-2026-001/cancel" -H "$json" -d '{"reason":"TechCorp moved the party"}'
expect 200 "cancelled at the restaurant" '"status":"cancelled"'
await "the booking is cancelled" "$marketplace/bookings/$booking" '"status":"cancelled"'
await "its payment is refunded" "$marketplace/payments/$payment" '"state":"REFUNDED"' '"refunded_amount":"250.00"'
await "the itinerary heard of it" "$restaurant/reservations/RES-2026-001/itinerary" '"event_type":"service.cancelled"'
answer=${answer#*\"services\":}
expect 200 "and shows the DJ as cancelled" "$booking" '"status":"cancelled"'

# ---------------------------------------------------------------------------------------------------------------------

# last_number <name>: the last number of that name in $answer.
last_number() {
    local rest=${answer##*\"$1\":}
    echo "${rest%%[!0-9]*}"
}

# deliveries <from> <to> <base URL>: one line for each webhook that side sent, oldest first.
deliveries() {
    local id
    fetch "$3/deliveries"
    for id in $(printf '%s' "$answer" | tr '{' '\n' | sed -n 's/.*"delivery_id":\([0-9]*\).*/\1/p' | sort -n); do
        fetch "$3/deliveries/$id"
        printf '  %-29s  %-11s -> %-11s  %-9s  %5s  %5s\n' "$(field event_type)" "$1" "$2" "$(field status)" \
            "$(last_number attempt_count)" "$(last_number duration_ms)"
    done
}

printf '\n%sWhat travelled%s (GET /deliveries on both sides; milliseconds of the last call)\n' "$bold" "$plain"
printf '  %-29s  %-26s  %-9s  %5s  %5s\n' event direction status tries ms
deliveries restaurant marketplace "$restaurant"
deliveries marketplace restaurant "$marketplace"
echo "  ${green}Every step came out right.${plain}"
