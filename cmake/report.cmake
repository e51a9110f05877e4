# The report's template: web/ built by Vite to one file, web/dist/report.html, which every preset
# shares, and put into the binary as it stands.
#
#   embed_report(bestfit_store)
function(embed_report target)
  set(web ${PROJECT_SOURCE_DIR}/web)
  set(page ${web}/dist/report.html)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${web}/src/*)
  add_custom_command(OUTPUT ${page}
    COMMAND ${web}/build
    DEPENDS ${sources} ${web}/build ${web}/install ${web}/report.html ${web}/vite.config.ts
            ${web}/package.json ${web}/package-lock.json
    COMMENT "Building the report's page (web/)" VERBATIM)
  set(template ${PROJECT_SOURCE_DIR}/bestfit/store/report_template.S)
  set_source_files_properties(${template} PROPERTIES
    OBJECT_DEPENDS ${page} COMPILE_DEFINITIONS "REPORT_TEMPLATE=\"${page}\"")
  target_sources(${target} PRIVATE ${template} ${page})
endfunction()
