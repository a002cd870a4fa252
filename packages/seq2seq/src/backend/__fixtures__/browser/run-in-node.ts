// Runs a program in a Node of its own and prints what came of it, as JSON. Arguments: its name, and its setup as JSON.
import { type Programs, programs, type Setup } from './programs.ts';

const [name, setup] = process.argv.slice(2) as [keyof Programs, string];
console.log(JSON.stringify(await programs[name](JSON.parse(setup) as Setup)));
