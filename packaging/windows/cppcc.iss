; Installer for Windows 10 and 11, 64 bit. Inno Setup 6.3 or newer:
; python dev.py build runs it with the version; by hand: ISCC.exe /DVersion=0.1.0 packaging\windows\cppcc.iss
; This file is UTF-8 with a byte order mark: without it Inno Setup reads the Chinese as the system's code page.

#ifndef Version
  #error Give the version: /DVersion=0.1.0
#endif
#define Name "县政协工作台"
#define Program "cppcc-desktop.exe"

[Setup]
; Never change AppId: by it a new version finds the old one and takes its place.
AppId={{6E0C8B1D-4C0B-4E43-9B4E-6B7E5B0F9C52}
AppName={#Name}
AppVersion={#Version}
AppVerName={#Name} {#Version}
VersionInfoVersion={#Version}
VersionInfoDescription={#Name}安装程序
DefaultDirName={autopf}\cppcc-desktop
DefaultGroupName={#Name}
DisableProgramGroupPage=yes
UsePreviousAppDir=yes
UsePreviousPrivileges=yes
; An office clerk is seldom administrator: for one person without a password, for everybody after a question.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
; Files in use cannot be replaced: a running program is asked to close. What was typed is kept as a draft.
CloseApplications=yes
CloseApplicationsFilter=*.exe
RestartApplications=no
SetupIconFile=..\..\build\cppcc-desktop.ico
UninstallDisplayIcon={app}\{#Program}
UninstallDisplayName={#Name}
OutputDir=..\..\dist
OutputBaseFilename=cppcc-desktop_{#Version}_x64
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ShowLanguageDialog=no
ChangesEnvironment=yes

[Languages]
; Inno Setup brings no Chinese of its own. What a clerk reads is in [Messages] and [CustomMessages] below; the rest, errors of
; the installer itself, stays English unless ChineseSimplified.isl lies beside this file (README.md says where it comes from).
#ifexist "ChineseSimplified.isl"
Name: "zh"; MessagesFile: "ChineseSimplified.isl"
#else
Name: "zh"; MessagesFile: "compiler:Default.isl"
#endif

[LangOptions]
LanguageName=简体中文
LanguageID=$0804
LanguageCodePage=936
DialogFontName=Microsoft YaHei UI
DialogFontSize=9
WelcomeFontName=Microsoft YaHei UI

[Messages]
SetupAppTitle=安装
SetupWindowTitle=安装 - %1
UninstallAppTitle=卸载
UninstallAppFullTitle=卸载 %1
InformationTitle=说明
ConfirmTitle=请确认
ErrorTitle=没有做成
ButtonBack=< 上一步(&B)
ButtonNext=下一步(&N) >
ButtonInstall=安装(&I)
ButtonOK=确定
ButtonCancel=取消
ButtonYes=是(&Y)
ButtonNo=否(&N)
ButtonFinish=完成(&F)
ButtonBrowse=换位置(&B)…
ButtonWizardBrowse=换位置(&R)…
ExitSetupTitle=退出安装
ExitSetupMessage=还没有装完。现在退出，这台电脑上不会有本程序。%n%n要退出吗？
PrivilegesRequiredOverrideTitle=给谁用
PrivilegesRequiredOverrideInstruction=这台电脑上谁用%1？
PrivilegesRequiredOverrideText1=%1可以装给所有人（要管理员口令），也可以只装给自己。
PrivilegesRequiredOverrideText2=%1可以只装给自己，也可以装给所有人（要管理员口令）。
PrivilegesRequiredOverrideAllUsers=所有人(&A)
PrivilegesRequiredOverrideAllUsersRecommended=所有人(&A)（推荐）
PrivilegesRequiredOverrideCurrentUser=只给我自己(&M)
PrivilegesRequiredOverrideCurrentUserRecommended=只给我自己(&M)（推荐）
WizardSelectDir=装在哪里
SelectDirDesc=[name]装在哪个文件夹？
SelectDirLabel3=程序会装在下面的文件夹。数据库不在这里面，在新建时选的位置。
SelectDirBrowseLabel=点“下一步”继续。要换文件夹，点“换位置”。
DiskSpaceGBLabel=至少要有 [gb] GB 空间。
DiskSpaceMBLabel=至少要有 [mb] MB 空间。
WizardSelectTasks=还要做什么
SelectTasksDesc=安装时顺便做的事
SelectTasksLabel2=选好后点“下一步”。
WizardReady=可以安装了
ReadyLabel1=现在把[name]装到这台电脑上。
ReadyLabel2a=点“安装”开始；要改前面选的，点“上一步”。
ReadyLabel2b=点“安装”开始。
ReadyMemoDir=位置：
ReadyMemoGroup=开始菜单：
ReadyMemoTasks=顺便做：
WizardPreparing=正在准备
PreparingDesc=正在准备安装[name]。
ApplicationsFound=下面的程序正开着，要先关掉才能换成新版本。
CloseApplications=替我关掉(&A)，要紧的内容我已经保存
DontCloseApplications=我自己关(&D)
ErrorCloseApplications=有程序没有关掉。请保存好内容，自己关掉它，再接着装。
WizardInstalling=正在安装
InstallingLabel=正在把[name]装到这台电脑上，请等一等。
FinishedHeadingLabel=[name]装好了
FinishedLabel=从桌面或开始菜单打开。第一次打开旧版本的数据库时，程序先做一份备份再升级。
FinishedLabelNoIcons=装好了。
ClickFinish=点“完成”退出。
RunEntryExec=打开 %1
StatusClosingApplications=正在关掉开着的程序……
StatusCreateDirs=正在建文件夹……
StatusExtractFiles=正在写入文件……
StatusCreateIcons=正在建快捷方式……
StatusCreateRegistryEntries=正在登记……
StatusSavingUninstall=正在保存卸载信息……
StatusRunProgram=正在收尾……
StatusRestartingApplications=正在重新打开程序……
StatusRollback=正在撤回……
ConfirmUninstall=要把%1从这台电脑上卸掉吗？%n%n数据库、备份和附件都留着，不会动。
UninstallStatusLabel=正在卸载%1，请等一等。
WizardUninstalling=正在卸载
UninstalledAll=%1已经卸掉了。数据库、备份和附件都还在原处。
UninstalledMost=%1已经卸掉了，有些文件没有删掉，可以自己删。
UninstallNotFound=没有找到文件“%1”，不能卸载。
WinVersionTooLowError=要 %1 %2 或更新的版本。
OnlyOnTheseArchitectures=只能装在 64 位 Windows 上。
ErrorCreatingDir=建不了文件夹“%1”。
ErrorReadingSource=读不出来源文件：
ErrorCopying=复制文件时没有做成：

[CustomMessages]
DesktopIcon=在桌面上放一个快捷方式
CommandLine=在命令窗口里可以直接用 cppcc（给管电脑的同事）
OpenNow=现在打开{#Name}

[Tasks]
Name: "desktopicon"; Description: "{cm:DesktopIcon}"
Name: "path"; Description: "{cm:CommandLine}"; Flags: unchecked

[InstallDelete]
; Files of the old version that the new one does not have must not be found by it.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\dist\cppcc-desktop\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\{#Name}"; Filename: "{app}\{#Program}"
Name: "{autodesktop}\{#Name}"; Filename: "{app}\{#Program}"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "{code:EnvironmentKey}"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; \
  Tasks: path; Check: NeedsPath(ExpandConstant('{app}'))

[Run]
Filename: "{app}\{#Program}"; Description: "{cm:OpenNow}"; Flags: nowait postinstall skipifsilent

; There is no [UninstallDelete]: what the program wrote (databases, backups, log) stays where it is.

[Code]
function EnvironmentKey(Param: String): String;
begin
  if IsAdminInstallMode then
    Result := 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment'
  else
    Result := 'Environment';
end;

function ReadPath(): String;
begin
  if not RegQueryStringValue(HKA, EnvironmentKey(''), 'Path', Result) then
    Result := '';
end;

function NeedsPath(Folder: String): Boolean;
begin
  Result := Pos(';' + Uppercase(Folder) + ';', ';' + Uppercase(ReadPath()) + ';') = 0;
end;

{ Only our own part of Path goes; the rest is other programs'. }
procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Path, Ours: String;
  At: Integer;
begin
  if Step <> usPostUninstall then
    exit;
  Path := ';' + ReadPath() + ';';
  Ours := ';' + ExpandConstant('{app}') + ';';
  At := Pos(Uppercase(Ours), Uppercase(Path));
  if At = 0 then
    exit;
  Delete(Path, At, Length(Ours) - 1);
  RegWriteExpandStringValue(HKA, EnvironmentKey(''), 'Path', Copy(Path, 2, Length(Path) - 2));
end;

function NextNumber(var Version: String): Integer;
var
  Dot: Integer;
begin
  Dot := Pos('.', Version + '.');
  Result := StrToIntDef(Copy(Version, 1, Dot - 1), 0);
  Delete(Version, 1, Dot);
end;

function IsNewer(Left, Right: String): Boolean;
var
  Part, A, B: Integer;
begin
  Result := False;
  for Part := 1 to 4 do
  begin
    A := NextNumber(Left);
    B := NextNumber(Right);
    if A <> B then
    begin
      Result := A > B;
      exit;
    end;
  end;
end;

{ An older version over a newer one would refuse the databases the newer one has upgraded. }
function InitializeSetup(): Boolean;
var
  Installed, Key: String;
begin
  Result := True;
  Key := 'Software\Microsoft\Windows\CurrentVersion\Uninstall\{6E0C8B1D-4C0B-4E43-9B4E-6B7E5B0F9C52}_is1';
  if RegQueryStringValue(HKA, Key, 'DisplayVersion', Installed) and IsNewer(Installed, '{#Version}') then
    Result := MsgBox('这台电脑上已经装了更新的版本 ' + Installed + '。换成 {#Version} 以后，它升级过的数据库会打不开。'
      + #13#10#13#10 + '还要换成旧版本吗？', mbConfirmation, MB_YESNO or MB_DEFBUTTON2) = IDYES;
end;
