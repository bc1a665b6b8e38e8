#!/bin/sh
# A scan as a step of a pipeline: it fails where there is a finding of high severity or above, and keeps the whole report.
#
#   OKTA_DOMAIN=acme.okta.com OKTA_TOKEN=… ./scan-in-ci.sh report.json
#
# POSTURE is how the command is started, POSTURE_DATA_DIR where it keeps what it knows: kept between two runs of the
# pipeline (a cache, a volume), the next one says what changed.
set -u

report=${1:-posture-report.json}

${POSTURE:-posture} scan --okta-domain "$OKTA_DOMAIN" --token-env OKTA_TOKEN \
  --fail-on high --format json --out "$report" --quiet
code=$?

case $code in
  0) echo "Nothing of high severity or above." ;;
  1) echo "There are findings of high severity or above; $report has them." ;;
  2) echo "None found, but not every rule could be assessed; $report says what to grant." ;;
  *) echo "The scan failed." >&2 ;;
esac
exit $code
