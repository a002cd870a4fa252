// tfjs-core registers no gradients by itself, and its module that does cannot be imported by plain Node (its imports lack file
// extensions). The build bundles it into this package: it registers on `globalThis`, so every copy of tfjs-core in the process
// trains. This is the one import with an effect.
//
// tfjs-core itself comes first, because it defines the flags that the registration reads.
import '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
