//! Values that have levels, as lists show them: each under the one above it, called by its own level alone.

use std::collections::HashMap;

use crate::model::Facet;

/// The values of a facet in the same order, but each right behind its first level where that is listed.
pub fn grouped<T>(facet: &Facet, values: Vec<T>, name: impl Fn(&T) -> &str) -> Vec<T> {
    let places: HashMap<&str, usize> = values.iter().enumerate().map(|(place, value)| (name(value), place)).collect();
    let key = |(place, value): (usize, &T)| {
        let first_level = facet.levels(name(value)).and_then(|(first, _)| places.get(first));
        first_level.map_or((place, None), |first| (*first, Some(place)))
    };
    let keys: Vec<_> = values.iter().enumerate().map(key).collect();
    let mut keyed: Vec<_> = keys.into_iter().zip(values).collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, value)| value).collect()
}

/// What a value of a list is called in it, where it stands under its first level.
pub fn below<'v>(facet: &Facet, value: &'v str, is_listed: impl Fn(&str) -> bool) -> Option<&'v str> {
    facet.levels(value).filter(|(first, _)| is_listed(first)).map(|(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_under_their_first_level() {
        let subject = Facet::from_name("subject").unwrap();
        let values = vec!["农业", "财政", "农业/水利", "财政/税务", "卫生/体育", "农业/林业"];
        let list = grouped(subject, values.clone(), |value| value);
        assert_eq!(list, ["农业", "农业/水利", "农业/林业", "财政", "财政/税务", "卫生/体育"]);
        let called: Vec<Option<&str>> =
            list.iter().map(|value| below(subject, value, |first| list.contains(&first))).collect();
        assert_eq!(called, [None, Some("水利"), Some("林业"), None, Some("税务"), None]);
        let source = Facet::from_name("source").unwrap();
        assert_eq!(grouped(source, values.clone(), |value| value), values);
    }
}
