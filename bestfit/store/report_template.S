/* The report's template inside the binary. REPORT_TEMPLATE is set by cmake/report.cmake. */
        .section .rodata
        .global bestfit_report_template
        .global bestfit_report_template_end
        .balign 16
bestfit_report_template:
        .incbin REPORT_TEMPLATE
bestfit_report_template_end:
        .byte 0
        .section .note.GNU-stack, "", %progbits
