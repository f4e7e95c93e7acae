/* Assessing a matter: the outcome follows each choice, grounds are found by words, a link carries the findings. */
(() => {
  'use strict';
  const form = document.getElementById('matter');
  const answer = document.getElementById('answer');
  if (!form || !answer) return;
  const STATUSES = ['established', 'refuted', 'unknown'];
  const DETAILS = ['evidence', 'source', 'date', 'note'];
  const HEAD = ['role', 'date'];
  const MORE = ['number', 'organisation'];
  const ground = radio => radio.name.slice(2);
  const radios = () => form.querySelectorAll('input[type="radio"][name^="g."]');

  // The answer follows the form by htmx; see the attributes of the form.
  form.addEventListener('change', event => {
    if (event.target.matches('input[type="radio"][name^="g."]')) particulars(event.target);
  });
  answer.addEventListener('click', event => { if (event.target.closest('#share')) share(); });

  // --- what a finding rests on -------------------------------------------------------------------
  function particulars(radio) {
    const box = radio.closest('fieldset');
    box.classList.toggle('raised', radio.value !== '');
    if (!radio.value || box.querySelector('.particulars')) return box;
    const made = document.getElementById('particulars').content.firstElementChild.cloneNode(true);
    for (const input of made.querySelectorAll('input')) input.name += ground(radio);
    const name = box.querySelector('legend').textContent;
    for (const hidden of made.querySelectorAll('.hidden')) hidden.textContent = ' – ' + name;
    box.append(made);
    return box;
  }

  // --- finding grounds ---------------------------------------------------------------------------
  const filter = document.getElementById('filter');
  const filtered = document.getElementById('filtered');
  const was = new Map(Array.from(form.querySelectorAll('details.family'), one => [one, one.open]));
  filter.addEventListener('input', () => {
    const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const family of was.keys()) {
      let some = 0;
      for (const box of family.querySelectorAll('fieldset.ground')) {
        const said = (box.querySelector('legend').textContent + ' ' + box.dataset.words).toLowerCase();
        box.hidden = !wanted.every(word => said.includes(word));
        some += !box.hidden;
      }
      family.hidden = !some;
      family.open = wanted.length ? some > 0 : was.get(family) || family.querySelector('.raised') !== null;
      count += some;
    }
    filtered.textContent = wanted.length ? filtered.dataset.said + count : '';
  });
  filter.addEventListener('keydown', event => { if (event.key === 'Enter') event.preventDefault(); });

  // --- a link that carries the findings -----------------------------------------------------------
  const packed = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const unpacked = code => new TextDecoder().decode(
    Uint8Array.from(atob(code.replace(/-/g, '+').replace(/_/g, '/')), one => one.charCodeAt(0)));

  function linked(all) {
    const sent = new FormData(form);
    const made = {f: {}};
    for (const name of all ? [...HEAD, ...MORE] : HEAD) if (sent.get(name)) made[name] = sent.get(name);
    if (sent.has('regulation')) made.regulation = sent.getAll('regulation');
    for (const radio of radios()) if (radio.checked && radio.value) made.f[ground(radio)] = radio.value;
    if (all) {
      made.d = {};
      for (const name of Object.keys(made.f))
        for (const key of DETAILS) if (sent.get(key + '.' + name)) (made.d[name] ??= {})[key] = sent.get(key + '.' + name);
    }
    const address = new URL(form.action);
    address.search = new URLSearchParams([...address.searchParams].filter(([name]) => name === 'lang')).toString();
    address.hash = 'f=' + packed(JSON.stringify(made));
    return address.href;
  }

  async function share() {
    const link = document.getElementById('share-link');
    const said = document.getElementById('share-said');
    link.value = linked(document.getElementById('share-all').checked);
    link.hidden = false;
    link.select();
    try {
      await navigator.clipboard.writeText(link.value);
      said.textContent = said.dataset.copied;
    } catch {
      said.textContent = said.dataset.shown;
    }
  }

  function fill(code) {
    const told = document.getElementById('shared');
    told.hidden = false;
    let made = null;
    try { made = JSON.parse(unpacked(code)); } catch { /* told below */ }
    if (!made?.f || typeof made.f !== 'object') {
      told.textContent = told.dataset.broken;
      return;
    }
    for (const name of [...HEAD, ...MORE]) if (typeof made[name] === 'string') form.elements[name].value = made[name];
    const chosen = Array.isArray(made.regulation) ? made.regulation : [];
    for (const box of form.querySelectorAll('input[name="regulation"]')) box.checked = chosen.includes(box.value);
    const known = new Set();
    for (const radio of radios()) {
      const said = Object.hasOwn(made.f, ground(radio)) ? made.f[ground(radio)] : '';
      const status = STATUSES.includes(said) ? said : '';
      if (status) known.add(ground(radio));
      radio.checked = radio.value === status;
      if (!radio.checked || !status) continue;
      const box = particulars(radio);
      box.closest('details').open = true;
      const more = made.d && Object.hasOwn(made.d, ground(radio)) ? made.d[ground(radio)] : {};
      for (const key of DETAILS) {
        const input = form.elements[key + '.' + ground(radio)];
        if (input && typeof more?.[key] === 'string') input.value = more[key];
      }
    }
    const left = Object.keys(made.f).filter(name => !known.has(name)).map(name => name.slice(0, 60));
    told.textContent = told.dataset.read + (left.length ? ' ' + told.dataset.left + left.slice(0, 10).join(', ') : '');
    setTimeout(() => form.dispatchEvent(new Event('change'))); // once htmx, which starts likewise, listens
  }

  function read() {
    if (location.hash.startsWith('#f=')) fill(location.hash.length < 200000 ? location.hash.slice(3) : '');
  }
  window.addEventListener('hashchange', read);
  read();
})();
