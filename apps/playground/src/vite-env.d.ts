/// <reference types="vite/client" />

/** The file of all pronunciations of spelling to sound. */
declare module 'virtual:pronunciations' {
  export const address: string;
}

/** The address of a script that is one file and no module. */
declare module '*?classic' {
  export const address: string;
}
