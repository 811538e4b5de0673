# Usage: sh -c "$(cat lifeline.sh)" lifeline SECONDS SECONDS PROGRAM ARGUMENT...
# See LifelineShell. Plain POSIX shell; lines that begin with a hash are not passed on.

PATH=${PATH:-/usr/local/bin:/usr/bin:/bin}
interrupt=$(($1 * 10))
quit=$(($2 * 10))
shift 2

# Ends the program. Signals are sent again and again: one that arrives before the program has set up
# its handlers is lost, because shells start background commands with SIGINT and SIGQUIT ignored.
end() {
  tenths=0
  while kill -0 "$program"; do
    if [ "$tenths" -ge $((interrupt + quit)) ]; then kill -KILL "$program"
    elif [ "$tenths" -ge "$interrupt" ]; then kill -QUIT "$program"
    else kill -INT "$program"
    fi
    sleep 0.1 || sleep 1
    tenths=$((tenths + 1))
  done
}

# A signal may arrive when the program runs already and its number, or the watcher's, is not known.
watcher=
told=
ending=
begin_end() {
  if [ -n "$watcher" ] && [ -z "$ending" ]; then
    ending=true
    end >/dev/null 2>&1 3<&- &
  fi
}
trap 'told=true; begin_end' TERM INT HUP

# The shell gives background commands an empty standard input, so the pipe is kept as descriptor 3,
# which the program itself must not hold.
exec 3<&0
"$@" 3<&- </dev/null &
program=$!

(
  while read -r _ <&3; do :; done
  end
) >/dev/null 2>&1 &
watcher=$!
exec 3<&-
[ -z "$told" ] || begin_end

wait "$program"
status=$?
# A trapped signal ends the wait early; a program that has ended cannot be signalled any more.
while kill -0 "$program" 2>/dev/null; do
  wait "$program"
  status=$?
done
kill "$watcher" 2>/dev/null
exit "$status"
