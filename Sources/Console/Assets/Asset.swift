import Crypto
import Foundation
import Reports

/// A file that pages refer to, built into the program. Its name holds the hash of its content, so that a browser may keep
/// it for ever.
struct Asset: Sendable {
    let path: String
    let contentType: String
    let content: String

    private init(_ name: String, _ suffix: String, _ contentType: String, _ content: String) {
        let hash = SHA256.hash(data: Data(content.utf8)).prefix(8).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        path = "/assets/\(name).\(hash).\(suffix)"
        self.contentType = contentType
        self.content = content
    }

    var answer: PageAnswer {
        PageAnswer(
            contentType: contentType,
            body: Array(content.utf8),
            headers: [("cache-control", "public, max-age=31536000, immutable")]
        )
    }

    static let sheet = Asset("console", "css", "text/css; charset=utf-8", Stylesheet.text)
    /// How a report looks, below everything that the console's own sheet says.
    static let report = Asset("report", "css", "text/css; charset=utf-8", "@layer report{\(ReportStylesheet.css)}\n")
    static let script = Asset("console", "js", "text/javascript; charset=utf-8", Script.text)
    static let icon = Asset(
        "icon",
        "svg",
        "image/svg+xml",
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#23598c"/>\
        <path d="M3.5 4.5h9M8 4.5v7M5.5 11.5h5" fill="none" stroke="#fff" stroke-width="1.6"/></svg>
        """
    )
    static let all = [sheet, report, script, icon]
}

/// What the pages can do besides, where scripts run. Nothing needs it.
enum Script {
    static let text = """
        // Enhancements only: every page works without this file.
        'use strict';
        (function () {
          var language = document.documentElement.lang || 'en';
          var units = [['year', 31536000], ['month', 2592000], ['day', 86400], ['hour', 3600], ['minute', 60]];
          var relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
          function since(time) {
            var seconds = (new Date(time).getTime() - Date.now()) / 1000;
            for (var i = 0; i < units.length; i += 1) {
              if (Math.abs(seconds) >= units[i][1]) {
                return relative.format(Math.round(seconds / units[i][1]), units[i][0]);
              }
            }
            return relative.format(Math.round(seconds), 'second');
          }
          document.querySelectorAll('time[datetime*="T"]').forEach(function (element) {
            element.title = since(element.dateTime) + ' (' + element.dateTime + ')';
          });
          // Empty fields stay out of the address, so that a link to a list is short.
          document.querySelectorAll('form.filter').forEach(function (form) {
            form.addEventListener('submit', function () {
              form.querySelectorAll('input, select').forEach(function (field) {
                if (field.value === '') { field.disabled = true; }
              });
            });
            window.addEventListener('pageshow', function () {
              form.querySelectorAll('input, select').forEach(function (field) { field.disabled = false; });
            });
          });
          // The figures of a replay that runs, while somebody looks. At its end the page is as without this.
          document.querySelectorAll('[data-counts]').forEach(function (section) {
            function look() {
              if (document.hidden) { setTimeout(look, 2000); return; }
              fetch(section.dataset.counts, { headers: { accept: 'application/json' } }).then(function (answer) {
                if (!answer.ok) { throw new Error(answer.status); }
                return answer.json();
              }).then(function (counts) {
                section.querySelectorAll('[data-count]').forEach(function (figure) {
                  figure.textContent = counts[figure.dataset.count].toLocaleString(language);
                });
                var bar = section.querySelector('svg .filled');
                if (bar && counts.total) { bar.setAttribute('width', Math.ceil(100 * counts.taken / counts.total)); }
                if (counts.isRunning) { setTimeout(look, 2000); } else { location.reload(); }
              }).catch(function () { setTimeout(look, 10000); });
            }
            setTimeout(look, 2000);
          });
          // One box that ticks all of the page.
          document.querySelectorAll('form.picking').forEach(function (form) {
            var heading = form.querySelector('thead th');
            var boxes = form.querySelectorAll('tbody input[type=checkbox]');
            var all = document.createElement('input');
            all.type = 'checkbox';
            all.setAttribute('aria-label', heading.textContent);
            all.addEventListener('change', function () {
              boxes.forEach(function (box) { box.checked = all.checked; });
            });
            heading.textContent = '';
            heading.appendChild(all);
          });
          // Where a page is opened at a fault, the line is brought into view below the header.
          if (location.hash) {
            var target = document.getElementById(location.hash.slice(1));
            if (target) { target.scrollIntoView({ block: 'center' }); }
          }
        }());

        """
}
