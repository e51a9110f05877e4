# The report's template: web/ built by Vite to one file, web/dist/report.html.
