#!/usr/bin/env bash
# Run promisecheck in continuous integration. Everything comes in as variables, so that no input is ever read as code:
# INPUT_PATHS (one a line), INPUT_SPECS, INPUT_BASELINE, INPUT_CHANGED_SINCE, INPUT_TRUSTED_CONFIG, INPUT_FAIL_ON,
# INPUT_SARIF_FILE, INPUT_GATE (with PROMISECHECK_TOKEN), INPUT_COMMENT (true, with GITHUB_TOKEN), INPUT_COMMENT_NAME,
# INPUT_FORMAT (default github). Writes the step summary and the output `status` where GitHub asks for them, and exits as
# promisecheck does; a comment that cannot be written is a warning and changes nothing.
set -uo pipefail

arguments=(--no-progress --output-format "${INPUT_FORMAT:-github}")
[ -n "${INPUT_SPECS:-}" ] && arguments+=("--specs=$INPUT_SPECS")
[ -n "${INPUT_BASELINE:-}" ] && arguments+=("--baseline=$INPUT_BASELINE")
[ -n "${INPUT_CHANGED_SINCE:-}" ] && arguments+=("--changed-since=$INPUT_CHANGED_SINCE")
[ -n "${INPUT_TRUSTED_CONFIG:-}" ] && arguments+=("--trusted-config=$INPUT_TRUSTED_CONFIG")
[ -n "${INPUT_FAIL_ON:-}" ] && arguments+=("--fail-on=$INPUT_FAIL_ON")
[ -n "${INPUT_GATE:-}" ] && arguments+=("--gate=$INPUT_GATE")
[ -n "${INPUT_SARIF_FILE:-}" ] && arguments+=("--output-format=sarif=$INPUT_SARIF_FILE")

summary=""
if [ -n "${GITHUB_STEP_SUMMARY:-}" ] || [ "${INPUT_COMMENT:-}" = true ]; then
  summary=$(mktemp)
  trap 'rm -f "$summary"' EXIT
  arguments+=("--output-format=markdown=$summary")
fi

paths=()
while IFS= read -r path; do
  [ -n "$path" ] && paths+=("$path")
done <<<"${INPUT_PATHS:-}"

promisecheck check "${arguments[@]}" -- ${paths[@]+"${paths[@]}"}
status=$?

if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  if [ -s "$summary" ]; then
    head -c 1000000 "$summary" >>"$GITHUB_STEP_SUMMARY" # GitHub refuses more than 1 MiB
  else
    printf 'promisecheck could not finish (exit status %s); the log says why.\n' "$status" >>"$GITHUB_STEP_SUMMARY"
  fi
fi
if [ "${INPUT_COMMENT:-}" = true ]; then
  promisecheck comment --status "$status" --name "${INPUT_COMMENT_NAME:-report}" -- "$summary" ||
    printf '::warning title=promisecheck::the comment was not written; the log says why\n'
fi
[ -n "${GITHUB_OUTPUT:-}" ] && printf 'status=%s\n' "$status" >>"$GITHUB_OUTPUT"
exit "$status"
