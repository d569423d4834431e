import { visibleText } from '../../ui/visible';

/** The document's title: how many wait, what is shown, whose page it is. An agent's words cannot pass for ours. */
export function pageTitle(page: string, waiting: number | undefined): string {
  const name = visibleText(page).replace(/\s+/g, ' ').trim();
  const cut = [...name].length > 60 ? `${[...name].slice(0, 59).join('')}…` : name;
  return `${waiting === undefined || waiting === 0 ? '' : `(${waiting}) `}${cut} · Patchgate`;
}
