/**
 * Models in folders of this machine.
 *
 * @packageDocumentation
 */
export { checkOurs, loadModel, type LoadOptions, readBytes, saveModel } from './model-folder.ts';
export { makeFolder } from './make-folder.ts';
export { loadPlugIns, movePlugIns, type PlugInOptions } from './plug-ins.ts';
export { StorageError, storageError } from './storage-error.ts';
export { loadTraining, saveTraining, trainingFileName } from './training-file.ts';
export { writeBeside, type WritingFileSystem } from './write-beside.ts';
