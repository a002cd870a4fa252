// For `node --import`: the machine seems to have one core. Tests run side by side, one for each core; a program that took all cores for
// itself would spend most of its time waiting for threads that have none. Results do not depend on it.
Object.defineProperty(globalThis.navigator, 'hardwareConcurrency', { value: 1, configurable: true });
