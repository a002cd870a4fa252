/** Gives the user a file. */
export const download = (name: string, content: Blob): void => {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken it by the time other work is done.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};
