"""The floor for a lesson: nginx, one worker, serving the very same bytes with the very same headers.

Set up to be as fast as it can: without sendfile and with the file kept open it needs a third less CPU than with Debian's settings.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from baerekraft.config.bench import product
from baerekraft.config.bench.faults import BenchFailed

MODULE = "ngx_http_brotli_static_module.so"
MODULE_FOLDERS = ("/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/usr/share/nginx/modules")
ITS_OWN = {
    "server", "date", "content-type", "content-length", "content-encoding", "last-modified", "etag",
    "connection", "transfer-encoding", "accept-ranges", "keep-alive",
}  # fmt: skip
CONFIGURATION = """\
{load}
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  open_file_cache max=10 inactive=60s;
  keepalive_requests 1000000000;
  default_type "text/html; charset=utf-8";
  types {{ }}
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {folder};
    location = /page {{
      {encoding}
{headers}
    }}
  }}
}}
"""


def program() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def serving(
    body: bytes, compressed: bytes, headers: list[tuple[str, str]], folder: Path
) -> Iterator[product.Server]:
    """nginx with the page at /page, precompressed."""
    runs = program()
    if not runs:
        raise BenchFailed("nginx is not installed, and it is the floor: apt-get install nginx")
    home = folder / "nginx"
    home.mkdir()
    port = product.free_port()
    (home / "nginx.conf").write_text(_configuration(home, port, headers, compressed, body))
    with (home / "output.log").open("w+") as log:
        command = [runs, "-p", str(home), "-c", str(home / "nginx.conf"), "-e", str(home / "error.log")]
        with product.started(command, log) as process:
            product.wait_for("127.0.0.1", port, "/page", process, log)
            yield product.Server(process.pid, port, home)


def _configuration(
    home: Path, port: int, headers: list[tuple[str, str]], compressed: bytes, body: bytes
) -> str:
    module = next(
        (path for path in (Path(folder, MODULE) for folder in MODULE_FOLDERS) if path.exists()), None
    )
    if module:
        (home / "page").write_bytes(body)
        (home / "page.br").write_bytes(compressed)
    else:
        (home / "page").write_bytes(compressed)
    sent = [(name, value) for name, value in headers if name.lower() not in ITS_OWN]
    return CONFIGURATION.format(
        load=f"load_module {module};" if module else "",
        user="user root;" if os.geteuid() == 0 else "",
        folder=home,
        port=port,
        encoding="brotli_static on;" if module else "add_header Content-Encoding br;",
        headers="\n".join(f'      add_header {name} "{_quoted(value)}";' for name, value in sent),
    )


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
