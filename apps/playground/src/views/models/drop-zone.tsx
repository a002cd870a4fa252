import type { JSX } from 'preact';
import { useSignal } from '@preact/signals';
import type { ModelsDesk } from './models-desk.ts';

/** Takes files, dropped or chosen. */
export const DropZone = ({ desk }: { readonly desk: ModelsDesk }): JSX.Element => {
  const isOver = useSignal(false);
  const choose = (input: HTMLInputElement): void => {
    const files = [...(input.files ?? [])];
    // The same file may be chosen again, once it is repaired.
    input.value = '';
    if (files.length > 0) void desk.open(files);
  };
  return (
    <section
      class="card drop-zone"
      aria-labelledby="models-open"
      data-over={isOver.value}
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => {
        isOver.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        isOver.value = false;
        void filesOf(event.dataTransfer).then((files) => desk.open(files));
      }}
    >
      <h2 id="models-open">Open a file</h2>
      <p>
        Drop it here, or choose it: a run or an experiment that was saved here, or a model of the command line, as a
        folder, its four files or a .tar.
      </p>
      <div class="models-actions">
        <label class="file-button">
          <input type="file" multiple data-action="open-files" onChange={(event) => choose(event.currentTarget)} />
          <span>Choose files</span>
        </label>
        <label class="file-button">
          <input
            type="file"
            data-action="open-folder"
            ref={(input) => {
              if (input) input.webkitdirectory = true;
            }}
            onChange={(event) => choose(event.currentTarget)}
          />
          <span>Choose a folder</span>
        </label>
      </div>
      <p class="soft">Nothing leaves this page.</p>
    </section>
  );
};

/** The files that were dropped; of a folder, those in it. */
const filesOf = async (transfer: DataTransfer | null): Promise<readonly File[]> => {
  const entries = [...(transfer?.items ?? [])].map((item) => item.webkitGetAsEntry());
  const folder = entries.find((entry) => entry?.isDirectory) as FileSystemDirectoryEntry | undefined;
  if (!folder) return [...(transfer?.files ?? [])];
  const inside = await new Promise<FileSystemEntry[]>((resolve, reject) => {
    folder.createReader().readEntries(resolve, reject);
  });
  const files = inside.filter((entry): entry is FileSystemFileEntry => entry.isFile);
  return Promise.all(files.map((entry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject))));
};
