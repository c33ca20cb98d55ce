// Preloaded by the bench: prints the peak resident memory of the process when it ends.
process.on('exit', () => {
  process.stderr.write(`peak-kilobytes ${process.resourceUsage().maxRSS}\n`);
});
