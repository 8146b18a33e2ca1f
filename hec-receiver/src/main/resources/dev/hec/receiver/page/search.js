'use strict';
// The search API of the receiver. A refusal is an Error that says why. Where a token is needed the browser asked for it with the
// page itself, and sends it along.

const api = {
  get(path, parameters) {
    const query = Object.keys(parameters)
      .filter(name => parameters[name] !== '' && parameters[name] !== undefined)
      .map(name => encodeURIComponent(name) + '=' + encodeURIComponent(parameters[name]))
      .join('&');
    return fetch('api/' + path + '?' + query, { credentials: 'same-origin', cache: 'no-store' }).then(api.read);
  },

  read(response) {
    return response.text().then(text => {
      const body = JSON.parse(text, exact);
      if (response.status !== 200) {
        throw new Error(body.error || body.text || 'status ' + response.status);
      }
      return body;
    });
  },
};

/** Numbers that a double cannot hold stay as they are written, where the browser tells how that was. */
function exact(name, value, context) {
  const inexact = typeof value === 'number' && context && context.source && String(value) !== context.source;
  return inexact ? context.source : value;
}

/** A condition of the query language: the field has exactly this value. */
function condition(field, value, operator) {
  return quoted(field) + operator + (typeof value === 'string' ? quoted(value) : String(value));
}

function quoted(text) {
  const plain = /^[A-Za-z0-9_.\/@][A-Za-z0-9_.\/@-]*$/.test(text) && !/^(AND|OR|NOT)$/.test(text);
  return plain ? text : '"' + text.replace(/\\/g, '\\\\').replace(/"/g, '\\"') + '"';
}
