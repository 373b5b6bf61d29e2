import { effect, signal } from '@preact/signals';

export type Theme = 'light' | 'dark';

const KEPT = 'skytape.theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const kept = localStorage.getItem(KEPT);

/** The system's until the user picks one. */
export const theme = signal<Theme>(kept === 'light' || kept === 'dark' ? kept : system.matches ? 'dark' : 'light');
system.addEventListener('change', () => {
  if (!localStorage.getItem(KEPT)) theme.value = system.matches ? 'dark' : 'light';
});
effect(() => {
  document.documentElement.dataset.theme = theme.value;
});

export function toggleTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  localStorage.setItem(KEPT, theme.value);
}

/** The value of a colour of the style sheet, for what is drawn on a canvas. */
export const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
