export const brandIcon =
  '<svg viewBox="0 0 24 24" width="26" height="26" aria-hidden="true"><path d="M4 4v16h16M9 4v11h11M14 4v6h6" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>';

/** Light or dark. */
export const themeButton =
  '<button type="button" id="theme" class="icon" aria-label="Dark colours" aria-pressed="false"><svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true"><circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="2"/><path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor"/></svg></button>';
