// Ends the parts of a process that died without stopping them, kill -9 included: its standard input is a pipe from that
// process, and the kernel closes it whatever happens. Lines: `add PID`, `done PID`. Every part leads a process group.
const parts = new Set();
const grace = 6000;
const signal = (name) => {
  for (const pid of parts) {
    try {
      process.kill(-pid, name);
    } catch {
      parts.delete(pid); // the group is gone
    }
  }
};

require('node:readline')
  .createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [verb, pid] = line.split(' ');
    if (verb === 'add') parts.add(Number(pid));
    if (verb === 'done') parts.delete(Number(pid));
  })
  .on('close', () => {
    if (parts.size === 0) return;
    // SIGINT is what stops PostgreSQL fast; the others take it as SIGTERM.
    signal('SIGINT');
    const started = Date.now();
    setInterval(() => {
      signal(0);
      const waited = Date.now() - started;
      if (waited > grace) signal('SIGKILL');
      // Where nobody reaps the dead, a group never vanishes.
      if (parts.size === 0 || waited > grace + 1000) process.exit();
    }, 100);
  });
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => undefined);
