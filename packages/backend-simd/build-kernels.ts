// Compiles assembly/ twice, with and without relaxed SIMD, into modules that hold the WebAssembly as text: works unchanged in Node, in
// every bundler and from every server, where a file to be fetched would not.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';

const here = import.meta.dirname;
const generated = join(here, 'src', 'generated');

/** 4 GB: the most that 32-bit addresses reach. Memory that is shared needs to know its maximum. */
const maximumPages = 65_536;

const compile = async (name: 'relaxed' | 'strict'): Promise<void> => {
  let wasm: Uint8Array | undefined;
  const { error, stderr } = await main(
    [
      'assembly/index.ts',
      ...['--outFile', 'kernels.wasm', '--bindings', 'raw', '-O3', '--runtime', 'stub', '--noAssert'],
      ...['--enable', 'simd', '--enable', 'threads', ...(name === 'relaxed' ? ['--enable', 'relaxed-simd'] : [])],
      ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', String(maximumPages)],
      // Vectors pass between our own functions only, never to JavaScript.
      ...['--disableWarning', '112'],
    ],
    {
      baseDir: here,
      writeFile: (file, contents) => {
        if (file.endsWith('.wasm')) wasm = contents as unknown as Uint8Array;
      },
    },
  );
  if (error || !wasm)
    throw new Error(`assembly/ does not compile (${name}):\n${(stderr as { toString(): string }).toString()}`);
  const base64 = Buffer.from(wasm).toString('base64');
  writeFileSync(
    join(generated, `${name}.ts`),
    `/** The kernels, ${name === 'relaxed' ? 'with' : 'without'} relaxed SIMD: made by build-kernels.ts. */\nexport const wasmBase64: string =\n  '${base64}';\n`,
  );
  console.log(`${name}: ${wasm.length} bytes`);
};

mkdirSync(generated, { recursive: true });
await compile('relaxed');
await compile('strict');
