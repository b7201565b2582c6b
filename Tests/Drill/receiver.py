"""A webhook's receiver for a campaign: it writes down what it took, and misbehaves as a file tells it to.

usage: receiver.py PORT MODE_FILE RECORD

The mode is one word: ok, 500, hang (no answer), late (taken, and answered when nobody waits any more).
The record has a line for each post that it took: key, path, and the body's sha256, separated by tabs.
"""
import hashlib
import http.server
import json
import sys
import threading
import time

port, mode_file, record = int(sys.argv[1]), sys.argv[2], open(sys.argv[3], "a", buffering=1)
lock = threading.Lock()


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            mode = open(mode_file).read().strip()
        except OSError:
            mode = "ok"
        if mode == "500":
            self.send_response(500)
            self.end_headers()
            return
        if mode == "hang":
            time.sleep(30)
            return
        text = json.loads(body)
        # What a retry may change: the time that is left. What was said, to whom, is the same.
        said = {k: v for k, v in text.get("data", text).items() if k != "text"} if self.path == "/notices" else text
        digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
        with lock:
            record.write("\t".join([self.headers["webhook-id"], self.path, digest]) + "\n")
        if mode == "late":
            time.sleep(20)
        try:
            self.send_response(200)
            self.end_headers()
        except OSError:
            pass

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


Server(("127.0.0.1", port), Receiver).serve_forever()
