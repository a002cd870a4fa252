import { spawn } from 'node:child_process';

/** What opens an address on each system. */
const commands: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens an address in the user's browser; where that does not work, the address is on the terminal. */
export const openBrowser = (address: string): void => {
  const [command, ...words] = commands[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...words, address], { stdio: 'ignore', detached: true });
  child.on('error', () => console.error(`seq2seq: no browser could be opened: open ${address} in one.`));
  child.unref();
};
