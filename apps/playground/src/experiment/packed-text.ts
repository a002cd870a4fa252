// Long texts in an address: deflated, and written in letters that no messenger changes.

/** Characters that a text may have once it is unpacked: a small address can hold a very long text. */
const mostCharacters = 2_000_000;

/** Deflate without a header, as base64url. */
export const packText = async (text: string): Promise<string> => {
  const bytes = await bytesOf(new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw')));
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
};

/** @throws Error if it is damaged: cut off, or changed */
export const unpackText = async (packed: string): Promise<string> => {
  const letters = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(letters, (letter) => letter.codePointAt(0)!);
  const unpacked = await bytesOf(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')));
  return new TextDecoder('utf-8', { fatal: true }).decode(unpacked);
};

const bytesOf = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Uint8Array> => {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
    if (length > mostCharacters) {
      await reader.cancel();
      throw new Error(`it is a text of more than ${mostCharacters.toLocaleString('en-US')} characters`);
    }
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
};
