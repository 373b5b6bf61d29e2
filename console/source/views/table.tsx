import type { ComponentChildren } from 'preact';

interface TableProps {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly ComponentChildren[])[];
}

/** Rows under a header, with a title. */
export function Table({ title, header, rows }: TableProps) {
  return (
    <>
      <div class="section-head">
        <h2>{title}</h2>
      </div>
      <div class="scroll-x" tabIndex={0} role="region" aria-label={`Table of ${title.toLowerCase()}`}>
        <table>
          <thead>
            <tr>
              {header.map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, i) => (
              <tr key={i}>
                {cells.map((cell, j) => (
                  <td key={j}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
