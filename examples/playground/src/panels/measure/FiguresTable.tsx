import { type BackendFigures, figureCells, figureHeads } from '@rnp/runs/bench';
import { labelOf } from './words.js';

/** Backends × what was measured, as `rnp bench` prints it. */
export function FiguresTable({ figures }: { readonly figures: readonly BackendFigures[] }) {
  return (
    <table class="measured">
      <caption class="visually-hidden">How fast each backend is on this machine</caption>
      <thead>
        <tr>
          {figureHeads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {figures.map((one) => {
          const [name, ...cells] = figureCells(one, labelOf);
          return (
            <tr key={one.backend}>
              <th scope="row">{name}</th>
              {cells.map((cell, column) => (
                <td key={figureHeads[column + 1]}>{cell}</td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
