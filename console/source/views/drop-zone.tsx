import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

interface FilesProps {
  readonly onFiles: (files: readonly File[]) => void;
  readonly disabled: boolean;
}

/** Takes files dropped anywhere on what it holds. */
export function DropZone({ onFiles, disabled, children }: FilesProps & { readonly children: ComponentChildren }) {
  const over = useSignal(false);
  const onDrag = (event: DragEvent) => {
    if (disabled || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    over.value = true;
  };
  const onLeave = (event: DragEvent) => {
    if (!(event.currentTarget as Node).contains(event.relatedTarget as Node | null)) over.value = false;
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    over.value = false;
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0 && !disabled) onFiles(files);
  };
  return (
    <div class={over.value ? 'drop over' : 'drop'} onDragEnter={onDrag} onDragOver={onDrag} onDragLeave={onLeave} onDrop={onDrop}>
      {children}
    </div>
  );
}

/** The same for the keyboard. */
export function FileButton({ onFiles, disabled }: FilesProps) {
  const input = useRef<HTMLInputElement>(null);
  const onChange = (event: { currentTarget: HTMLInputElement }) => {
    const files = [...(event.currentTarget.files ?? [])];
    if (files.length > 0) onFiles(files);
    event.currentTarget.value = '';
  };
  return (
    <div class="drop-hint">
      <span>Drop CSV or Parquet files, or a JSON file of rules, anywhere on this page</span>
      <button type="button" class="button small" disabled={disabled} onClick={() => input.current?.click()}>
        Choose files
      </button>
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        multiple
        accept=".csv,.parquet,.json"
        aria-label="Data files"
        tabIndex={-1}
        onChange={onChange}
      />
    </div>
  );
}
