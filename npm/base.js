// Where embed/ is, if nobody says: beside this file. A bundler moves this file and not the folder; redress/vite answers in its place.

let beside = "embed/";
try {
  beside = new URL("./embed/", import.meta.url).href;
} catch {
  // A bundle that is no module has no address: its application names `base`.
}
export default beside;
