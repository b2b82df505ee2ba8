#!/bin/sh
# Runs after the templates are rendered: keeps the ones that fit this installation.
set -eu
cd /etc/nginx/conf.d

if [ -s /etc/nginx/certs/tls.crt ] && [ -s /etc/nginx/certs/tls.key ]; then
  case "$PUBLIC_URL" in
    https://*) rm plain.conf ;;
    *) echo "nginx/certs has a certificate, so PUBLIC_URL must begin with https:// (it is $PUBLIC_URL)" >&2; exit 1 ;;
  esac
  case "${CONTENT_URL:-}" in
    '' | https://*) ;;
    *) echo "nginx/certs has a certificate, so CONTENT_URL must begin with https:// (it is $CONTENT_URL)" >&2; exit 1 ;;
  esac
else
  rm tls.conf
fi

# Before 1.27.3 a group of kept-alive connections never looks its addresses up again (`resolve` was not in the open version).
version=$(nginx -v 2>&1 | sed 's|.*/||; s| .*||')
oldest=$(printf '1.27.3\n%s\n' "$version" | sort -V | head -n 1)
if [ "$oldest" = 1.27.3 ]; then rm gateway-by-name.conf; else rm gateway-kept-alive.conf; fi
