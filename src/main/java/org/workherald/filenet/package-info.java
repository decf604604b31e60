/**
 * What administrators bring along from the FileNet Process Engine: its e-mail templates ({@code
 * .msg} files) become templates of Workherald's.
 */
package org.workherald.filenet;
