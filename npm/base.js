// Where embed/ is, if nobody says: beside this file. A bundler moves this file and not the folder; redress/vite answers in its place.
export default new URL("./embed/", import.meta.url).href;
