#!/usr/bin/env bash
# A real Neo4j Community server for tests, without Docker: fetched from Maven artefacts, started on a free port with
# its own data directory, loopback only and without a password. Needs Java 17 and Maven.
#
#   scripts/neo4j.sh fetch              puts the server's jars into the cache and prints their directory
#   scripts/neo4j.sh start HOME_DIR     starts a server there and prints its bolt URL once it accepts connections
#   scripts/neo4j.sh stop HOME_DIR      stops it and removes HOME_DIR
#
# Environment: NEO4J_CACHE (default ~/.cache/posture/neo4j), NEO4J_HEAP (default 512m), NEO4J_JVM (further options of
# the virtual machine), JAVA_HOME.
set -euo pipefail

VERSION=5.26.9
CACHE=${NEO4J_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/posture/neo4j}
LIB=$CACHE/$VERSION/lib
HEAP=${NEO4J_HEAP:-512m}
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java

fail() {
  echo "neo4j.sh: $1" >&2
  exit 1
}

fetch() {
  [ -e "$CACHE/$VERSION/complete" ] && return
  command -v mvn >/dev/null || fail "Maven (mvn) is needed to fetch Neo4j; install it or set TEST_NEO4J_URL."
  local build
  build=$(mktemp -d "${TMPDIR:-/tmp}/neo4j-fetch.XXXXXX")
  cat >"$build/pom.xml" <<POM
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>test</groupId><artifactId>neo4j-server</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>$VERSION</version></dependency>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>$VERSION</version></dependency>
  </dependencies>
</project>
POM
  # Copied aside and renamed at the end, so that an interrupted or a second fetch leaves no half a server.
  (cd "$build" && mvn -q -B dependency:copy-dependencies -DoutputDirectory="$build/lib" >&2) || {
    rm -rf "$build"
    fail "Maven could not fetch Neo4j $VERSION; see its message above."
  }
  mkdir -p "$CACHE/$VERSION"
  rm -rf "$LIB.new.$$"
  cp -r "$build/lib" "$LIB.new.$$"
  rm -rf "$build"
  if [ ! -e "$CACHE/$VERSION/complete" ]; then
    rm -rf "$LIB"
    mv "$LIB.new.$$" "$LIB"
    touch "$CACHE/$VERSION/complete"
  else
    rm -rf "$LIB.new.$$"
  fi
}

free_port() {
  node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'
}

start() {
  command -v "$JAVA" >/dev/null || fail "Java 17 is needed to run Neo4j; install it or set TEST_NEO4J_URL."
  local home=${1:-} port
  [ -n "$home" ] || fail "start needs a directory for the server's data."
  fetch
  mkdir -p "$home/conf"
  port=$(free_port)
  cat >"$home/conf/neo4j.conf" <<CONF
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:$port
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=false
dbms.usage_report.enabled=false
server.memory.pagecache.size=128m
CONF
  # Unquoted: options are separated by blanks.
  # shellcheck disable=SC2086
  nohup "$JAVA" "-Xmx$HEAP" ${NEO4J_JVM:-} -cp "$LIB/*" \
    --add-opens=java.base/java.nio=ALL-UNNAMED \
    --add-opens=java.base/java.io=ALL-UNNAMED \
    --add-opens=java.base/sun.nio.ch=ALL-UNNAMED \
    org.neo4j.server.CommunityEntryPoint --home-dir="$home" --config-dir="$home/conf" \
    >"$home/out.log" 2>&1 </dev/null &
  echo $! >"$home/pid"
  for _ in $(seq 1 240); do
    kill -0 "$(cat "$home/pid")" 2>/dev/null || {
      tail -n 20 "$home/out.log" "$home/logs/neo4j.log" >&2 2>/dev/null || true
      fail "Neo4j ended while starting; its log is above."
    }
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "bolt://127.0.0.1:$port"
      return
    fi
    sleep 0.5
  done
  stop "$home"
  fail "Neo4j did not open port $port within 120 s."
}

stop() {
  local home=${1:-} pid
  [ -n "$home" ] && [ -f "$home/pid" ] || fail "stop needs the directory a server was started in."
  pid=$(cat "$home/pid")
  # At once, because its data go with it: left to itself it takes ten seconds to put them in order.
  kill -9 "$pid" 2>/dev/null || true
  while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
  rm -rf "$home"
}

case ${1:-} in
  fetch) fetch && echo "$LIB" ;;
  start) start "${2:-}" ;;
  stop) stop "${2:-}" ;;
  *) fail "usage: scripts/neo4j.sh fetch | start HOME_DIR | stop HOME_DIR" ;;
esac
