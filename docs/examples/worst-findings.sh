#!/bin/sh
# Connects an Okta org to a running server (`posture serve`), reads it, and prints its ten worst findings.
#
#   POSTURE_API=http://127.0.0.1:3000/api/v1 POSTURE_KEY=posture_… OKTA_DOMAIN=acme.okta.com OKTA_TOKEN=… ./worst-findings.sh
#
# Needs curl and node. Neither the key nor the token is an argument of a command: other users of the machine could see it.
set -eu

call() { # method, path, and a JSON body on standard input where there is one
  method=$1 path=$2
  shift 2
  curl --silent --show-error --fail-with-body --request "$method" --config - "$@" "$POSTURE_API$path" <<CONFIG
header = "authorization: Bearer $POSTURE_KEY"
header = "content-type: application/json"
CONFIG
}

field() { node -e 'let s = ""; process.stdin.on("data", (d) => (s += d)).on("end", () => console.log(JSON.parse(s)[process.argv[1]]))' "$1"; }

body=$(mktemp)
trap 'rm -f "$body"' EXIT
chmod 600 "$body"
cat >"$body" <<JSON
{ "domain": "$OKTA_DOMAIN", "firstSync": false, "credential": { "kind": "api_token", "token": "$OKTA_TOKEN" } }
JSON

connection=$(call POST /connections --data "@$body" | field id)
sync=$(call POST "/connections/$connection/syncs" --header "Idempotency-Key: $connection-$(date +%s)" --data '{}' | field id)

state=queued
while [ "$state" = queued ] || [ "$state" = running ] || [ "$state" = waiting ]; do
  sleep 1
  state=$(call GET "/syncs/$sync" | field state)
done
if [ "$state" != completed ]; then
  echo "The sync ended as $state; GET /syncs/$sync says why." >&2
  exit 1
fi

call GET "/findings?connectionId=$connection&leading=true&limit=10" | node -e '
  let text = "";
  process.stdin.on("data", (chunk) => (text += chunk)).on("end", () => {
    for (const { severity, score, title } of JSON.parse(text).data) console.log(`${severity}\t${score}\t${title}`);
  });'
