// The node-* binary packages publish "os" and "cpu" as strings; pnpm ignores anything but lists
// and would install the binaries of every platform.
const isNodeBinary = /^node-(linux|win|darwin)/;

module.exports = {
  hooks: {
    readPackage(manifest) {
      if (isNodeBinary.test(manifest.name)) {
        if (typeof manifest.os === 'string') manifest.os = [manifest.os];
        if (typeof manifest.cpu === 'string') manifest.cpu = [manifest.cpu];
      }
      return manifest;
    },
  },
};
