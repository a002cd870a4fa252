/// <reference types="vite/client" />

/** The address of the file that a module is handed. */
declare module '*?address' {
  export const address: string;
}

/** The address of a script that is one file and no module. */
declare module '*?classic' {
  export const address: string;
}
