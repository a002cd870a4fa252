/**
 * What happens when nobody reads the output any more: `seq2seq translate … | head` closes the pipe, a closed window takes the
 * terminal away. Nothing is wrong then, so the command ends quietly, unless something listens for SIGPIPE: that saves first.
 */
export const endWhenNobodyReads = (): void => {
  let isSaving = false;
  const handle = (error: NodeJS.ErrnoException): void => {
    if (isSaving) return;
    if (error.code !== 'EPIPE' && error.code !== 'EIO') {
      console.error(`seq2seq: the output cannot be written: ${error.message}; nothing after this point was written.`);
      process.exit(1);
    }
    // Node ignores the signal itself, so this event is never sent by the system.
    isSaving = process.emit('SIGPIPE', 'SIGPIPE');
    if (!isSaving) process.exit(0);
  };
  process.stdout.on('error', handle);
  process.stderr.on('error', () => {});
};
