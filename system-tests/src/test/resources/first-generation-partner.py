"""A partner of the first generation: CPython's standard library, canonical JSON signed, spaced JSON sent.

  listen <secret>                    verifies webhooks on a free port; prints "listening <port>", then each genuine payload
  send <url> <secret> <type> <data>  signs and sends one event; prints the status and the body of the answer
"""
import datetime
import hashlib
import hmac
import http.server
import json
import sys
import urllib.error
import urllib.request


def sign(payload, secret):
    canonical = json.dumps(payload, separators=(",", ":"), sort_keys=True)
    return hmac.new(secret.encode("utf-8"), canonical.encode("utf-8"), hashlib.sha256).hexdigest()


def listen(secret):
    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            payload = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            expected = sign(payload, secret)
            genuine = all(hmac.compare_digest(expected, self.headers.get(name, ""))
                          for name in ("X-HMAC-Signature", "X-Partner-Signature"))
            if genuine:
                print(self.headers["X-Partner-ID"], json.dumps(payload), flush=True)
            self.send_response(200 if genuine else 401)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
    print("listening", server.server_port, flush=True)
    server.serve_forever()


def send(url, secret, event_type, data):
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
    payload = {
        "event_type": event_type,
        "timestamp": now.isoformat() + "Z",
        "source": "python-dj",
        "data": json.loads(data),
    }
    request = urllib.request.Request(url, json.dumps(payload).encode(), {
        "Content-Type": "application/json",
        "X-HMAC-Signature": sign(payload, secret),
        "X-Partner-ID": "python-dj",
    })
    try:
        with urllib.request.urlopen(request) as answer:
            print(answer.status, answer.read().decode())
    except urllib.error.HTTPError as refused:
        print(refused.code, refused.read().decode())


{"listen": listen, "send": send}[sys.argv[1]](*sys.argv[2:])
