// Copies that belong to who is signed in: their pages and their favourites.

export const MINE = "mine";
export const FAVOURITES = "favourites";

// Grows when they are cleared: a copy that was begun before is not put down after it.
let clearings = 0;
export const clearing = () => clearings;

export async function forgetMine() {
  clearings += 1;
  await Promise.all([caches.delete(MINE), caches.delete(FAVOURITES)]);
}
