/** Preloaded into what `npm start` runs: when the parent is gone, so is the platform. The channel does not keep the process alive. */
if (process.channel) {
  process.channel.unref();
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}
