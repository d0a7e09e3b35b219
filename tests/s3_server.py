"""Enough of S3 for tests: buckets and objects in memory, behind the HTTP of the real one. No signature is checked."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

DAY = "Tue, 01 Mar 2022 08:00:00 GMT"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


class _Store(ThreadingHTTPServer):
    daemon_threads = True
    objects: dict[str, bytes]  # bucket/key -> content
    parts: dict[str, dict[int, bytes]]  # of uploads that are under way


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer goes out whole
    server: _Store

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def parse_request(self) -> bool:
        done = super().parse_request()
        if done:
            address = urlsplit(self.path)
            self.key = unquote(address.path).strip("/") + "/" * (
                address.path.endswith("/") and address.path.count("/") > 2
            )
            self.asked = {name: values[0] for name, values in parse_qs(address.query, keep_blank_values=True).items()}
        return done

    def answer(self, status: int = 200, body: bytes | str = b"", **headers: str) -> None:
        body = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in {"content_length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def lost(self) -> None:
        self.answer(404, f"{XML}<Error><Code>NoSuchKey</Code><Message>{escape(self.key)}</Message></Error>")

    def body(self) -> bytes:
        """Return what is sent, of which AWS makes chunks once more."""
        if "chunked" in self.headers.get("transfer-encoding", ""):
            data = b""
            while size := int(self.rfile.readline(), 16):
                data += self.rfile.read(size + 2)[:-2]
            self.rfile.readline()
        else:
            data = self.rfile.read(int(self.headers.get("content-length") or 0))
        if "aws-chunked" not in self.headers.get("content-encoding", ""):
            return data
        whole = b""
        while size := int(data[: data.index(b"\r\n")].partition(b";")[0], 16):
            begin = data.index(b"\r\n") + 2
            whole, data = whole + data[begin : begin + size], data[begin + size + 2 :]
        return whole

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        bucket, _, key = self.key.partition("/")
        data = self.server.objects.get(self.key)
        if not key and self.command == "GET":
            self.listed(bucket)
        elif not key:
            known = any(each.startswith(f"{bucket}/") for each in self.server.objects)
            self.answer() if known else self.lost()
        elif data is None:
            self.lost()
        else:
            about = {"ETag": f'"{md5(data).hexdigest()}"', "Last_Modified": DAY}
            if found := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("range", "")):
                first, last = int(found[1]), min(int(found[2] or len(data)), len(data) - 1)
                about["Content_Range"] = f"bytes {first}-{last}/{len(data)}"
                self.answer(206, data[first : last + 1], **about)
            else:
                self.answer(200, data, **about)

    def listed(self, bucket: str) -> None:
        prefix, end = self.asked.get("prefix", ""), self.asked.get("delimiter", "")
        keys = sorted(each.partition("/")[2] for each in self.server.objects if each.startswith(f"{bucket}/{prefix}"))
        keys = [key for key in keys if key]
        folders = {
            prefix + key[len(prefix) :].partition(end)[0] + end for key in keys if end and end in key[len(prefix) :]
        }
        rows = [key for key in keys if not any(key.startswith(folder) for folder in folders)]
        told = [
            f"<Contents><Key>{escape(key)}</Key><LastModified>2022-03-01T08:00:00.000Z</LastModified>"
            f"<ETag>&quot;1&quot;</ETag><Size>{len(self.server.objects[f'{bucket}/{key}'])}</Size></Contents>"
            for key in rows
        ]
        told += [f"<CommonPrefixes><Prefix>{escape(each)}</Prefix></CommonPrefixes>" for each in sorted(folders)]
        head = f"<Name>{bucket}</Name><KeyCount>{len(told)}</KeyCount><IsTruncated>false</IsTruncated>"
        self.answer(
            200, f"{XML}<ListBucketResult>{head}{''.join(told)}</ListBucketResult>", Content_Type="application/xml"
        )

    def do_PUT(self) -> None:
        data = self.body()
        origin = unquote(self.headers.get("x-amz-copy-source", "")).strip("/")
        if origin and origin not in self.server.objects:
            return self.lost()
        data = self.server.objects[origin] if origin else data
        tag = f'"{md5(data).hexdigest()}"'
        if "uploadId" in self.asked:
            self.server.parts[self.asked["uploadId"]][int(self.asked["partNumber"])] = data
        elif "/" in self.key:
            self.server.objects[self.key] = data
        else:
            self.server.objects[f"{self.key}/"] = b""
        copied = f"<CopyObjectResult><ETag>{escape(tag)}</ETag></CopyObjectResult>" if origin else ""
        return self.answer(200, XML + copied if copied else b"", ETag=tag)

    def do_POST(self) -> None:
        data = self.body().decode()
        bucket, _, key = self.key.partition("/")
        if "uploads" in self.asked:
            number = str(len(self.server.parts))
            self.server.parts[number] = {}
            what, told = "InitiateMultipartUploadResult", f"<UploadId>{number}</UploadId>"
        elif "uploadId" in self.asked:
            parts = self.server.parts[self.asked["uploadId"]]
            self.server.objects[self.key] = b"".join(parts[number] for number in sorted(parts))
            what, told = "CompleteMultipartUploadResult", "<ETag>&quot;1&quot;</ETag>"
        else:
            for gone in re.findall(r"<Key>(.*?)</Key>", data):
                self.server.objects.pop(f"{bucket}/{gone}", None)
            what, told = "DeleteResult", ""
        head = f"<Bucket>{bucket}</Bucket><Key>{escape(key)}</Key>"
        self.answer(200, f"{XML}<{what}>{head}{told}</{what}>", Content_Type="application/xml")

    def do_DELETE(self) -> None:
        self.server.objects.pop(self.key, None)
        self.answer(204)


@contextmanager
def serving(*buckets: str) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Give the address of a server that has these buckets, and what it holds (bucket/key -> content)."""
    with _Store(("127.0.0.1", 0), _Handler) as server:
        server.objects, server.parts = {f"{each}/": b"" for each in buckets}, {}
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", server.objects
        finally:
            server.shutdown()
