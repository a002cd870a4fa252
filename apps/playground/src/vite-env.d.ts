/// <reference types="vite/client" />

/** The address of a script that is one file and no module. */
declare module '*?classic' {
  export const address: string;
}
