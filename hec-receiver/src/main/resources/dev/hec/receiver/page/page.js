'use strict';
// The page: what is asked for stands in the address, so a search can be sent to somebody. Texts of events are only ever set as
// text, never as markup.

const PAGE = 100;
const LIVE_MILLIS = 2000;
const element = id => document.getElementById(id);

let asked = { q: '', from: '-24h', to: '' };
let next = '';
let round = 0;
let timer = 0;

function readAddress() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  asked = {
    q: parameters.get('q') || '',
    from: parameters.has('from') ? parameters.get('from') : '-24h',
    to: parameters.get('to') || '',
  };
  element('query').value = asked.q;
  const range = element('range');
  const known = Array.from(range.options).some(option => option.value === asked.from) && !asked.to;
  range.value = known ? asked.from : 'custom';
  search();
}

/** Writes what is asked for into the address, which starts the search. */
function ask(changes) {
  const wanted = Object.assign({}, asked, changes);
  const hash = '#' + ['q', 'from', 'to'].map(name => name + '=' + encodeURIComponent(wanted[name])).join('&');
  if (hash === location.hash) {
    search();
  } else {
    location.hash = hash;
  }
}

function narrow(text) {
  ask({ q: asked.q ? '(' + asked.q + ') ' + text : text });
}

function search() {
  const mine = ++round;
  clearTimeout(timer);
  const parameters = { q: asked.q, from: asked.from, to: asked.to };
  const current = show => result => {
    if (mine === round) {
      show(result);
    }
  };
  const parts = [
    api.get('events', Object.assign({ limit: PAGE }, parameters)).then(current(showFirstPage)),
    api.get('histogram', parameters).then(current(result => drawHistogram(element('histogram'), result.buckets, zoom))),
    api.get('fields', parameters).then(current(showFields)),
  ];
  return Promise.all(parts)
    .then(current(() => tell('')))
    .catch(error => {
      if (mine === round) {
        refused(error);
      }
    })
    .then(() => {
      if (mine === round && element('live').checked) {
        timer = setTimeout(search, LIVE_MILLIS);
      }
    });
}

function refused(error) {
  tell(error.message);
}

function tell(problem) {
  element('problem').textContent = problem;
  element('problem').hidden = !problem;
}

function zoom(from, to) {
  ask({ from: from, to: to });
}

function showFirstPage(result) {
  element('events').textContent = '';
  const behind = result.indexing ? ', ' + result.indexing + ' more are being indexed' : '';
  element('summary').textContent = result.total + (result.total === 1 ? ' event' : ' events') + behind;
  showPage(result);
}

function showPage(result) {
  result.events.forEach(event => element('events').appendChild(item(event)));
  next = result.next || '';
  element('more').hidden = !next;
}

function more() {
  const mine = round;
  const parameters = { q: asked.q, limit: PAGE, after: next };
  api.get('events', parameters)
    .then(result => {
      if (mine === round) {
        showPage(result);
      }
    })
    .catch(refused);
}

function item(event) {
  const line = document.createElement('li');
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  const level = event.level || event.severity || '';
  summary.append(
    part('time', '', event.timestamp),
    part('span', 'level', String(level)),
    part('span', 'message', brief(event)));
  if (/^[A-Z]+$/.test(level)) {
    summary.classList.add(level);
  }
  details.appendChild(summary);
  summary.addEventListener('click', () => {
    if (details.childElementCount === 1) {
      details.appendChild(allFields(event));
    }
  });
  line.appendChild(details);
  return line;
}

function brief(event) {
  if (event.message !== undefined) {
    return String(event.message);
  }
  return Object.keys(event)
    .filter(name => name !== 'timestamp')
    .map(name => name + '=' + event[name])
    .join(' ');
}

function allFields(event) {
  const list = document.createElement('dl');
  Object.keys(event).forEach(name => {
    const value = part('dd', '', Array.isArray(event[name]) ? event[name].join('\n') : String(event[name]));
    if (name !== 'timestamp') {
      [].concat(event[name]).forEach(one => {
        value.append(
          button('=', 'only these', () => narrow(condition(name, one, '='))),
          button('\u2260', 'all but these', () => narrow('NOT ' + condition(name, one, '='))));
      });
    }
    list.append(part('dt', '', name), value);
  });
  return list;
}

function showFields(result) {
  const nav = element('fields');
  nav.textContent = '';
  result.fields.forEach(field => {
    const details = document.createElement('details');
    const summary = part('summary', '', field.name);
    summary.appendChild(part('span', 'count', String(field.count)));
    details.appendChild(summary);
    summary.addEventListener('click', () => {
      if (details.childElementCount === 1) {
        topValues(field.name, details);
      }
    });
    nav.appendChild(details);
  });
}

function topValues(name, details) {
  api.get('values', { field: name, q: asked.q, from: asked.from, to: asked.to, limit: 10 })
    .then(result => result.values.forEach(value => {
      const choice = button(String(value.value), 'only these', () => narrow(condition(name, value.value, '=')));
      choice.appendChild(part('span', 'count', String(value.count)));
      details.appendChild(choice);
    }))
    .catch(refused);
}

function part(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

function button(text, title, pressed) {
  const made = part('button', '', text);
  made.type = 'button';
  made.title = title;
  made.addEventListener('click', pressed);
  return made;
}

element('ask').addEventListener('submit', event => {
  event.preventDefault();
  const range = element('range').value;
  const time = range === 'custom' ? {} : { from: range, to: '' };
  ask(Object.assign({ q: element('query').value.trim() }, time));
});
element('range').addEventListener('change', () => ask({ from: element('range').value, to: '' }));
element('live').addEventListener('change', search);
element('more').addEventListener('click', more);
window.addEventListener('hashchange', readAddress);
readAddress();
