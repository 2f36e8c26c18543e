/** Light, dark, or as the system is; remembered where the browser allows it. */
type Theme = 'system' | 'light' | 'dark';
export const themes: readonly Theme[] = ['system', 'light', 'dark'];

const KEY = 'portcall theme';

function remembered(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(KEY)) ?? 'system';
  } catch {
    return 'system'; // storage is off
  }
}

class Appearance {
  theme = $state<Theme>(remembered());

  choose(theme: Theme): void {
    this.theme = theme;
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Storage is off: it holds for this visit.
    }
  }

  /** Tells the style sheet. */
  apply(root: HTMLElement): void {
    if (this.theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = this.theme;
  }
}

export const appearance = new Appearance();
