/**
 * What runs in the page; all it knows stands in the page's own elements. Kept as text, as it must run as it stands here, whatever
 * compiles this package.
 */
export const pageScript: string = `
(() => {
  'use strict';
  const viewer = document.querySelector('.viewer');
  const stage = viewer.querySelector('.stage');
  const leaves = [...stage.querySelectorAll('.leaf')];
  const frames = [...stage.querySelectorAll('.frame')];
  const items = [...viewer.querySelectorAll('[role=treeitem]')];
  const slider = document.getElementById('drawn');
  const counter = viewer.querySelector('output');
  const play = viewer.querySelector('.play');
  const detail = document.getElementById('detail');
  const names = slider.dataset.leaves.split(' ');
  const hint = 'Point at a part, here or in the tree, or move through the tree with the arrow keys.';
  let pinned = null;
  let timer = 0;

  const within = (path, name) => name === '' || path === name || path.startsWith(name + '.');
  const itemOf = (name) => items.find((item) => item.dataset.path === name);

  function light(name) {
    const lit = name !== null && name !== '';
    viewer.classList.toggle('has-lit', lit);
    for (const leaf of leaves) leaf.classList.toggle('lit', lit && within(leaf.dataset.path, name));
    for (const frame of frames) frame.classList.toggle('lit', lit && frame.dataset.path === name);
    for (const item of items) item.classList.toggle('lit', lit && within(item.dataset.path, name));
    const item = name === null ? undefined : itemOf(name);
    detail.textContent = item ? wordsOf(item) : hint;
  }
  function wordsOf(item) {
    const [title, share] = ['.name', '.share'].map((part) => item.querySelector(part).textContent);
    return [title + ': ' + share, item.getAttribute('aria-description')].filter(Boolean).join('; ') + '.';
  }
  function focused() {
    const item = document.activeElement;
    return items.includes(item) && item.matches(':focus-visible') ? item.dataset.path : null;
  }
  const rest = () => light(pinned ?? focused());

  function show(view) {
    viewer.dataset.view = view;
    for (const radio of viewer.querySelectorAll('[name=view]')) radio.checked = radio.value === view;
  }
  function draw(count) {
    slider.value = count;
    if (count < leaves.length && !(viewer.dataset.view > 0)) show('1');
    viewer.classList.toggle('stepping', count < leaves.length);
    leaves.forEach((leaf, i) => {
      leaf.classList.toggle('later', i >= count);
      leaf.classList.toggle('latest', i === count - 1 && count < leaves.length);
    });
    const words = count === 0 ? 'nothing drawn yet' : 'part ' + names[count - 1];
    counter.textContent = count + ' of ' + leaves.length;
    slider.setAttribute('aria-valuetext', count + ' of ' + leaves.length + ', ' + words);
  }
  function stop() {
    clearInterval(timer);
    timer = 0;
    play.classList.remove('playing');
    play.setAttribute('aria-label', 'Play the drawing');
  }
  function start() {
    pin(null);
    draw(Number(slider.value) >= leaves.length ? 0 : Number(slider.value));
    play.classList.add('playing');
    play.setAttribute('aria-label', 'Pause the drawing');
    timer = setInterval(() => {
      draw(Number(slider.value) + 1);
      if (Number(slider.value) >= leaves.length) stop();
    }, 420);
  }

  function pin(name) {
    pinned = name;
    for (const item of items) item.setAttribute('aria-selected', String(item.dataset.path === name));
    rest();
  }
  function go(item) {
    if (!item) return;
    for (const one of items) one.tabIndex = one === item ? 0 : -1;
    item.focus();
  }
  const keys = {
    ArrowDown: (item) => items[items.indexOf(item) + 1],
    ArrowUp: (item) => items[items.indexOf(item) - 1],
    ArrowRight: (item) => item.parentElement.querySelector('[role=group] [role=treeitem]'),
    ArrowLeft: (item) => item.closest('[role=group]')?.parentElement.querySelector('[role=treeitem]'),
    Home: () => items[0],
    End: () => items[items.length - 1],
  };
  viewer.querySelector('.tree').addEventListener('keydown', (event) => {
    const item = event.target.closest('[role=treeitem]');
    if (!item || event.altKey || event.ctrlKey || event.metaKey) return;
    if (keys[event.key]) go(keys[event.key](item));
    else if (event.key === 'Enter' || event.key === ' ') pin(pinned === item.dataset.path ? null : item.dataset.path);
    else if (event.key === 'Escape') pin(null);
    else return;
    event.preventDefault();
  });
  for (const item of items) {
    item.addEventListener('focus', () => light(item.dataset.path));
    item.addEventListener('blur', rest);
    item.addEventListener('pointerenter', () => light(item.dataset.path));
    item.addEventListener('pointerleave', rest);
    item.addEventListener('click', () => {
      go(item);
      pin(pinned === item.dataset.path ? null : item.dataset.path);
    });
  }

  // Which leaf draws most at a point of the picture: its masks, read back as pixels.
  const inks = leaves.map((leaf) => {
    const source = document.getElementById('ink-' + leaf.dataset.path).querySelector('image');
    const ink = { data: null };
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((side) => Number(source.getAttribute(side)));
    const picture = new Image();
    picture.onload = () => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [picture.width, picture.height];
      const context = canvas.getContext('2d', { willReadFrequently: true });
      context.drawImage(picture, 0, 0);
      ink.data = context.getImageData(0, 0, picture.width, picture.height).data;
    };
    picture.src = source.getAttribute('href');
    ink.at = (point) => {
      const column = Math.floor(((point.x - x) / width) * picture.width);
      const row = Math.floor(((point.y - y) / height) * picture.height);
      const inside = column >= 0 && row >= 0 && column < picture.width && row < picture.height;
      return inside && ink.data ? ink.data[4 * (row * picture.width + column)] : 0;
    };
    return ink;
  });
  function nameAt(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(stage.getScreenCTM().inverse());
    let [max, name] = [32, null];
    inks.forEach((ink, i) => {
      const value = ink.at(point);
      if (value > max) [max, name] = [value, leaves[i].dataset.path];
    });
    // As deep as what is shown in colours.
    return name && name.split('.').slice(0, Math.max(1, Number(viewer.dataset.view) || 1)).join('.');
  }
  stage.addEventListener('pointermove', (event) => {
    const name = nameAt(event);
    if (name) light(name);
    else rest();
  });
  stage.addEventListener('pointerleave', rest);
  stage.addEventListener('click', (event) => {
    const name = nameAt(event);
    pin(name === pinned ? null : name);
  });

  viewer.querySelector('.views').addEventListener('change', (event) => show(event.target.value));
  slider.addEventListener('input', () => {
    stop();
    draw(Number(slider.value));
  });
  play.addEventListener('click', () => (timer ? stop() : start()));
  for (const part of viewer.querySelectorAll('.controls, .detail')) part.hidden = false;
  viewer.classList.add('live');
  draw(leaves.length);
  light(null);
})();
`;

/** For the page's content security policy; a test holds it to the text. */
export const pageScriptHash: string = 'sha256-ZbseS6WBqgKEpDpp/v+/2N4AGnyaRTRBU5RyVlQcvDY=';
