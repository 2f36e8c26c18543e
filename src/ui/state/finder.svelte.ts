/** Whether the search is open: asked for by its key and by its button. */
class Finder {
  open = $state(false);
  /** Counts the askings, so that asking again puts the cursor into the field again. */
  asked = $state(0);

  ask(): void {
    this.open = true;
    this.asked++;
  }
}

export const finder = new Finder();
