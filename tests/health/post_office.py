"""A mail server on loopback that keeps what it is sent."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from email.message import EmailMessage
from typing import Self


class PostOffice:
    """`with PostOffice() as office:` listens until the block ends; `letters` are what came.

    It speaks as much of SMTP as a client needs to log in and to leave a letter.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.receivers: list[str] = []
        office = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self._say("220 post office")
                while line := self.rfile.readline().decode().strip():
                    word = line.split()[0].upper()
                    if word == "EHLO":
                        self._say("250-post office\r\n250 AUTH LOGIN PLAIN")
                    elif word == "AUTH":
                        self._log_in(line.split())
                    elif word == "DATA":
                        self._take_letter()
                    elif word == "QUIT":
                        self._say("221 bye")
                        return
                    else:
                        if word == "RCPT":
                            office.receivers.append(line.partition(":")[2].strip("<> "))
                        self._say("250 fine")

            def _say(self, line: str) -> None:
                self.wfile.write(f"{line}\r\n".encode())

            def _log_in(self, words: list[str]) -> None:
                missing = {"PLAIN": 1, "LOGIN": 2}[words[1].upper()] - len(words[2:])
                for _ in range(missing):
                    self._say("334 ")
                    self.rfile.readline()
                self._say("235 welcome")

            def _take_letter(self) -> None:
                self._say("354 go on")
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line[1:] if line.startswith(b"..") else line)
                office.letters.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
                self._say("250 taken")

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
