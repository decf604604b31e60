/**
 * Templates of one's own: a small dialect of Qute that reaches nothing but the documented data, a
 * check that explains what is wrong with a template, and where templates are kept.
 */
package org.workherald.template;
