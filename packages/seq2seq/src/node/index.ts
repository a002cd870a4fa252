/**
 * Models in folders of this machine.
 *
 * @packageDocumentation
 */
export { checkOurs, loadModel, readBytes, saveModel } from './model-folder.ts';
export { StorageError } from './storage-error.ts';
export { loadTraining, saveTraining, trainingFileName } from './training-file.ts';
export { writeBeside, type WritingFileSystem } from './write-beside.ts';
