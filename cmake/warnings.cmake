# Warnings are errors, and every build defines what it promises: no fast-math, no contracted
# multiply-add, so that a number is the same in each preset.
add_compile_options(-Wall -Wextra -Wconversion -Wshadow -Werror -Wno-missing-field-initializers -ffp-contract=off
                    -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
if(BESTFIT_SANITIZE)
  add_compile_options(-fsanitize=${BESTFIT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${BESTFIT_SANITIZE})
endif()
