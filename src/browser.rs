//! The browser's objects by their names: each import of web-sys would weigh in the glue, which travels before the first question.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A property; undefined where there is none.
pub fn get(of: &JsValue, key: &str) -> JsValue {
    Reflect::get(of, &key.into()).unwrap_or_default()
}

/// A property that is a number, else 0.
pub fn number(of: &JsValue, key: &str) -> f64 {
    get(of, key).as_f64().unwrap_or_default()
}

/// A property that is a string, else an empty one.
pub fn text(of: &JsValue, key: &str) -> String {
    get(of, key).as_string().unwrap_or_default()
}

/// The elements of a list that is no `Array`: files, types.
pub fn list(of: &JsValue, key: &str) -> Vec<JsValue> {
    let list = get(of, key);
    if list.is_object() { Array::from(&list).to_vec() } else { Vec::new() }
}

/// Sets a property.
pub fn set(of: &JsValue, key: &str, value: &JsValue) -> Result<(), JsValue> {
    Reflect::set(of, &key.into(), value).map(drop)
}

/// An object of a class of the page's, made without arguments.
pub fn make(class: &str) -> Result<JsValue, JsValue> {
    let class: Function = get(&js_sys::global(), class).dyn_into()?;
    Reflect::construct(&class, &Array::new())
}

/// Calls a method.
pub fn call(of: &JsValue, method: &str, args: &[JsValue]) -> Result<JsValue, JsValue> {
    let list = Array::new();
    for arg in args {
        list.push(arg);
    }
    Reflect::get(of, &method.into())?.dyn_into::<Function>()?.apply(of, &list)
}

/// Calls a method and waits for what it promises.
pub async fn wait(of: &JsValue, method: &str, args: &[JsValue]) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&call(of, method, args)?)).await
}
